import { id } from '#contract/ids';
import * as v from 'valibot';
import { VaultError } from '../domain/vault-error.ts';
import type { Caller } from '../ports/caller.ts';

/** Who asks, and what the token says about their place in the stage: that is judged before any use case runs. */
export interface Authenticated {
	readonly caller: Caller;
	/** A member of the user pool's group `owners`, see `resources/user-pool.yml`. */
	readonly isOwner: boolean;
}

/**
 * An HTTP API hands on every claim as text, a list as its items between brackets: `[owners others]`. The
 * name of a group has no space, so none can pretend to be two.
 */
const groups = v.pipe(
	v.string(),
	v.transform((text) => (/^\[(.*)\]$/.exec(text)?.[1] ?? '').split(' ')),
);

/** What the gateway's authorizer hands on after it has verified the token; see `resources/api.yml`. */
const verified = v.object({
	requestContext: v.object({
		authorizer: v.object({
			jwt: v.object({
				claims: v.object({
					sub: id,
					/** An ID token says who a person is and may not open anything. */
					token_use: v.literal('access'),
					/** When the session began: the same in every token that is renewed. */
					auth_time: v.pipe(v.string(), v.transform(Number), v.safeInteger(), v.minValue(1)),
					'cognito:groups': v.optional(groups, '[]'),
				}),
			}),
		}),
	}),
});

/** Who asks. Throws `unauthenticated`; there is no route for strangers, whatever the gateway lets through. */
export function authenticate(event: unknown): Authenticated {
	const result = v.safeParse(verified, event);
	if (!result.success) throw new VaultError('unauthenticated');
	const { claims } = result.output.requestContext.authorizer.jwt;
	const { sub, auth_time: signedInAt, 'cognito:groups': memberOf } = claims;
	return { caller: { ownerId: sub, signedInAt }, isOwner: memberOf.includes('owners') };
}
