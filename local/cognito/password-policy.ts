import * as v from 'valibot';
import { UserPoolError } from './errors.ts';

/** Cognito's own defaults where the template says nothing. */
const PolicySchema = v.object({
	MinimumLength: v.optional(v.number(), 8),
	RequireLowercase: v.optional(v.boolean(), false),
	RequireUppercase: v.optional(v.boolean(), false),
	RequireNumbers: v.optional(v.boolean(), false),
	RequireSymbols: v.optional(v.boolean(), false),
	/** How long an invitation is good. */
	TemporaryPasswordValidityDays: v.optional(v.number(), 7),
});

export type PasswordPolicy = v.InferOutput<typeof PolicySchema>;

export function readPasswordPolicy(properties: unknown): PasswordPolicy {
	const { Policies } = v.parse(
		v.object({
			Policies: v.optional(v.object({ PasswordPolicy: v.optional(PolicySchema) })),
		}),
		properties,
	);
	return v.parse(PolicySchema, Policies?.PasswordPolicy ?? {});
}

/** Throws `InvalidPasswordException` in Cognito's words if the password is against the policy. */
export function checkPassword(policy: PasswordPolicy, password: unknown): void {
	const text = typeof password === 'string' ? password : '';
	const complaint = [
		text.length < policy.MinimumLength && 'Password not long enough',
		policy.RequireLowercase && !/[a-z]/.test(text) && 'Password must have lowercase characters',
		policy.RequireUppercase && !/[A-Z]/.test(text) && 'Password must have uppercase characters',
		policy.RequireNumbers && !/\d/.test(text) && 'Password must have numeric characters',
		policy.RequireSymbols && !/[^A-Za-z0-9]/.test(text) && 'Password must have symbol characters',
	].find((each) => each !== false);
	if (complaint === undefined) return;
	throw new UserPoolError(
		'InvalidPasswordException',
		`Password did not conform with policy: ${complaint}`,
	);
}
