import type * as contract from '#contract/derivatives';
import { DERIVATIVES_OPEN_SECONDS } from '#contract/limits';
import { derivativeKey, derivativesOf } from '../domain/object-key.ts';
import type { Clock } from '../ports/clock.ts';
import type { PrefixSigner } from '../ports/prefix-signer.ts';
import type { UseCase } from '../ports/use-case.ts';

export interface DerivativesDeps {
	readonly signer: PrefixSigner;
	readonly clock: Clock;
	/** Where the derivatives are served: the site itself, so that nothing else has to be let in. */
	readonly origin: string;
}

/** Whose they are is decided by the token alone, so neither the database nor the bucket is asked. */
export const openDerivatives: UseCase<DerivativesDeps, typeof contract.openDerivatives> = async (
	{ signer, clock, origin },
	{ ownerId },
) => {
	const expiresAt = new Date(clock.now().getTime() + DERIVATIVES_OPEN_SECONDS * 1000);
	const query = await signer.sign(`${origin}/${derivativesOf(ownerId)}`, expiresAt);
	const key = derivativeKey({ ownerId, versionId: '{versionId}' }, '{kind}');
	return {
		addressTemplate: `${origin}/${key}?${query}`,
		expiresInSeconds: DERIVATIVES_OPEN_SECONDS,
	};
};
