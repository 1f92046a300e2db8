import type { ResponseOf } from '#contract/endpoint';
import { DERIVATIVE_MAX_BYTES, UPLOAD_URL_SECONDS } from '#contract/limits';
import type * as contract from '#contract/uploads';
import { derivativeOwners } from '../commit/derivative-owners.ts';
import { derivativeKey } from '../domain/object-key.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';

type SignedDerivative = ResponseOf<typeof contract.signDerivatives>['derivatives'][number];

export const signDerivatives: UseCase<UploadsDeps, typeof contract.signDerivatives> = async (
	{ catalog, signer },
	{ ownerId },
	{ derivatives },
) => {
	await catalog.users.vaultOf(ownerId);
	const ids = derivatives.map(({ versionId }) => versionId);
	const owners = await derivativeOwners(catalog, ownerId, ids);
	const answers = derivatives.map(async (asked): Promise<SignedDerivative> => {
		const { versionId, kind, sizeBytes, sha256, contentType } = asked;
		const owner = owners.get(versionId);
		if (owner === undefined) return { versionId, kind, outcome: 'refused', code: 'not_found' };
		if (sizeBytes > DERIVATIVE_MAX_BYTES[kind]) {
			return { versionId, kind, outcome: 'refused', code: 'too_large' };
		}
		const promise = {
			key: derivativeKey({ ownerId, versionId }, kind),
			sizeBytes,
			sha256,
			contentType,
		};
		const form = await signer.signForm(promise, UPLOAD_URL_SECONDS);
		return { versionId, kind, outcome: 'send', form };
	});
	return { derivatives: await Promise.all(answers) };
};
