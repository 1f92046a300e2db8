import * as v from 'valibot';

/** A code that was mailed. Times in milliseconds since 1970. */
const CodeSchema = v.object({
	purpose: v.picklist(['sign-up', 'reset']),
	digits: v.string(),
	sentAt: v.number(),
	/** How often a wrong one was typed. */
	wrong: v.number(),
});

/** One sign-in and the refresh tokens that follow from it. */
const SignInSchema = v.object({
	/** The claim `origin_jti` of its tokens. */
	id: v.string(),
	/** The claim `jti` of the refresh token that is in use. */
	refreshId: v.string(),
	/** Earlier ones, each with the time until which it still works, in milliseconds since 1970. */
	rotated: v.array(v.object({ refreshId: v.string(), until: v.number() })),
	/** In milliseconds since 1970. */
	expiresAt: v.number(),
});

/** The states of Cognito's `UserStatus` that a pool without other identity providers knows. */
const StatusSchema = v.picklist([
	'UNCONFIRMED',
	'CONFIRMED',
	'FORCE_CHANGE_PASSWORD',
	'RESET_REQUIRED',
]);

export const AccountSchema = v.object({
	sub: v.string(),
	/** As it was typed; compared without case. */
	email: v.string(),
	emailVerified: v.boolean(),
	status: StatusSchema,
	/** Milliseconds since 1970, as is `modifiedAt`. */
	createdAt: v.number(),
	modifiedAt: v.number(),
	/** Absent where an earlier version kept the password in a way that SRP cannot use. */
	password: v.optional(v.object({ salt: v.string(), verifier: v.string() })),
	/** Until when a temporary password is good, in milliseconds since 1970. */
	temporaryUntil: v.optional(v.number()),
	code: v.optional(CodeSchema),
	totp: v.optional(v.object({ secret: v.string(), enabled: v.boolean() })),
	/** A secret that was handed out and not proved yet. */
	newTotpSecret: v.optional(v.string()),
	groups: v.array(v.string()),
	signIns: v.array(SignInSchema),
});

/** A person in the pool. */
export type Account = v.InferOutput<typeof AccountSchema>;
export type SignIn = v.InferOutput<typeof SignInSchema>;
export type Code = v.InferOutput<typeof CodeSchema>;
