import { id } from '#contract/ids';
import * as v from 'valibot';
import { VaultError } from '../domain/vault-error.ts';
import type { Caller } from '../ports/caller.ts';

/** What the gateway's authorizer hands on after it has verified the token; see `resources/api.yml`. */
const verified = v.object({
	requestContext: v.object({
		authorizer: v.object({
			jwt: v.object({
				claims: v.object({
					sub: id,
					/** An ID token says who somebody is and may not open anything. */
					token_use: v.literal('access'),
				}),
			}),
		}),
	}),
});

/** Who asks. Throws `unauthenticated`; there is no route for strangers, whatever the gateway lets through. */
export function authenticate(event: unknown): Caller {
	const result = v.safeParse(verified, event);
	if (!result.success) throw new VaultError('unauthenticated');
	return { ownerId: result.output.requestContext.authorizer.jwt.claims.sub };
}
