import * as v from 'valibot';
import type { Resource } from '../template/template.ts';

/** An app client of the pool. */
export interface Client {
	readonly id: string;
	readonly flows: readonly string[];
	/** Seconds that a rotated refresh token still works; undefined where refresh tokens are not rotated. */
	readonly graceSeconds: number | undefined;
	readonly validity: Partial<
		Record<'AccessToken' | 'IdToken' | 'RefreshToken', number | undefined>
	>;
	readonly units: Partial<Record<'AccessToken' | 'IdToken' | 'RefreshToken', string | undefined>>;
}

const Count = v.optional(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]));
const ClientSchema = v.object({
	ExplicitAuthFlows: v.optional(v.array(v.string()), []),
	AccessTokenValidity: Count,
	IdTokenValidity: Count,
	RefreshTokenValidity: Count,
	TokenValidityUnits: v.optional(
		v.partial(v.object({ AccessToken: v.string(), IdToken: v.string(), RefreshToken: v.string() })),
		{},
	),
	RefreshTokenRotation: v.optional(
		v.object({
			Feature: v.picklist(['ENABLED', 'DISABLED']),
			RetryGracePeriodSeconds: v.optional(v.number(), 0),
		}),
	),
});
export function toClient({ ref, properties }: Resource): Client {
	const declared = v.parse(ClientSchema, properties);
	const rotation = declared.RefreshTokenRotation;
	return {
		id: ref,
		flows: declared.ExplicitAuthFlows,
		graceSeconds: rotation?.Feature === 'ENABLED' ? rotation.RetryGracePeriodSeconds : undefined,
		validity: {
			AccessToken: declared.AccessTokenValidity,
			IdToken: declared.IdTokenValidity,
			RefreshToken: declared.RefreshTokenValidity,
		},
		units: declared.TokenValidityUnits,
	};
}
