import type { ParsedRequestOf, ResponseOf } from '#contract/endpoint';
import type { ErrorCode } from '#contract/errors';
import { DERIVATIVE_MAX_BYTES, SURPLUS_CHECK_SECONDS, UPLOAD_URL_SECONDS } from '#contract/limits';
import type * as contract from '#contract/uploads';
import { nameOf } from '../commit/commit-derivatives.ts';
import { derivativeOwners } from '../commit/derivative-owners.ts';
import { leftForDerivatives } from '../domain/derivative-allowance.ts';
import { derivativeKey } from '../domain/object-key.ts';
import type { Vault } from '../domain/vault.ts';
import type { Repositories } from '../ports/catalog.ts';
import type { DerivativePromise } from '../ports/derivatives.ts';
import type { UseCase } from '../ports/use-case.ts';
import type { UploadsDeps } from './deps.ts';

type AskedDerivative = ParsedRequestOf<typeof contract.signDerivatives>['derivatives'][number];
type SignedDerivative = ResponseOf<typeof contract.signDerivatives>['derivatives'][number];

type Decision =
	| { readonly outcome: 'send' | 'recorded' }
	| { readonly outcome: 'refused'; readonly code: ErrorCode };

/** See [Note: Promised derivatives]. */
export const signDerivatives: UseCase<UploadsDeps, typeof contract.signDerivatives> = async (
	{ catalog, clock, signer },
	caller,
	{ derivatives },
) => {
	const { ownerId } = caller;
	const goodUntil = new Date(clock.now().getTime() + SURPLUS_CHECK_SECONDS * 1000);
	const decisions = await catalog.withLockedVault(caller, (repositories, vault) =>
		promiseAll(repositories, vault, { derivatives, goodUntil }),
	);
	const answers = derivatives.map(async (asked, i): Promise<SignedDerivative> => {
		const { versionId, kind, sizeBytes, sha256, contentType } = asked;
		const decision = decisions[i];
		if (decision === undefined) throw new Error('a derivative was left undecided');
		if (decision.outcome === 'refused') return { versionId, kind, ...decision };
		if (decision.outcome === 'recorded') return { versionId, kind, outcome: 'recorded' };
		const key = derivativeKey({ ownerId, versionId }, kind);
		const promise = { key, sizeBytes, sha256, contentType, mayBeArchived: false };
		const form = await signer.signForm(promise, UPLOAD_URL_SECONDS);
		return { versionId, kind, outcome: 'send', form };
	});
	return { derivatives: await Promise.all(answers) };
};

interface Promising {
	readonly derivatives: readonly AskedDerivative[];
	readonly goodUntil: Date;
}

async function promiseAll(
	repositories: Repositories,
	vault: Vault,
	{ derivatives, goodUntil }: Promising,
): Promise<readonly Decision[]> {
	const { ownerId } = vault;
	const ids = derivatives.map(({ versionId }) => versionId);
	const owners = await derivativeOwners(repositories, ownerId, ids);
	const recorded = new Set((await repositories.derivatives.ofVersions(ownerId, ids)).map(nameOf));
	const known = await repositories.derivatives.promisesOf(ownerId, ids);
	const promises = new Map<string, Pick<DerivativePromise, 'sha256' | 'sizeBytes'>>(
		known.map((promise) => [nameOf(promise), promise]),
	);
	const made: Omit<DerivativePromise, 'goodUntil'>[] = [];
	let leftBytes = leftForDerivatives(vault);
	const decisions = derivatives.map((asked): Decision => {
		const { versionId, kind, sizeBytes, sha256 } = asked;
		const name = nameOf(asked);
		if (!owners.has(versionId)) return { outcome: 'refused', code: 'not_found' };
		if (sizeBytes > DERIVATIVE_MAX_BYTES[kind]) return { outcome: 'refused', code: 'too_large' };
		if (recorded.has(name)) return { outcome: 'recorded' };
		const before = promises.get(name);
		if (before !== undefined && (before.sha256 !== sha256 || before.sizeBytes !== sizeBytes)) {
			return { outcome: 'refused', code: 'idempotency_mismatch' };
		}
		if (before === undefined) {
			if (sizeBytes > leftBytes) return { outcome: 'refused', code: 'quota_exceeded' };
			leftBytes -= sizeBytes;
		}
		const promise = { ownerId, versionId, kind, sizeBytes, sha256 };
		promises.set(name, promise);
		made.push(promise);
		return { outcome: 'send' };
	});
	await repositories.derivatives.promise(made, goodUntil);
	const derivativeBytes = leftForDerivatives(vault) - leftBytes;
	if (derivativeBytes > 0) await repositories.users.charge(ownerId, { derivativeBytes });
	return decisions;
}
