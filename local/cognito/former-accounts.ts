import * as v from 'valibot';
import type { Account } from './account.ts';

const Time = v.pipe(
	v.string(),
	v.transform((text) => Date.parse(text)),
);
const FormerSchema = v.object({
	Users: v.optional(
		v.record(
			v.string(),
			v.object({
				Username: v.string(),
				UserStatus: v.string(),
				UserCreateDate: Time,
				UserLastModifiedDate: Time,
				Attributes: v.array(v.object({ Name: v.string(), Value: v.optional(v.string(), '') })),
				SoftwareTokenMfaConfiguration: v.optional(
					v.object({ Secret: v.string(), Verified: v.optional(v.boolean(), false) }),
				),
				UserMFASettingList: v.optional(v.array(v.string()), []),
			}),
		),
		{},
	),
	Groups: v.optional(
		v.record(v.string(), v.object({ members: v.optional(v.array(v.string()), []) })),
		{},
	),
});

/**
 * The accounts of a data directory that was written before the pool spoke SRP. Files, groups and
 * two-step sign-in stay theirs. SRP cannot use the hashes kept then: each person sets a new password
 * by a mailed code, as those do whom an administrator imports into Cognito.
 */
export function readFormerAccounts(content: unknown): readonly Account[] {
	const { Users, Groups } = v.parse(FormerSchema, content);
	return Object.values(Users).map((user) => {
		const attribute = (name: string): string =>
			user.Attributes.find((each) => each.Name === name)?.Value ?? '';
		const { Secret: secret, Verified: verified } = user.SoftwareTokenMfaConfiguration ?? {};
		const enabled = user.UserMFASettingList.includes('SOFTWARE_TOKEN_MFA');
		return {
			sub: user.Username,
			email: attribute('email'),
			// Confirming an account showed that its address is right, also before this was kept.
			emailVerified: user.UserStatus !== 'UNCONFIRMED',
			status: user.UserStatus === 'UNCONFIRMED' ? 'UNCONFIRMED' : 'RESET_REQUIRED',
			createdAt: user.UserCreateDate,
			modifiedAt: user.UserLastModifiedDate,
			...(secret !== undefined && verified === true && { totp: { secret, enabled } }),
			groups: Object.entries(Groups)
				.filter(([, { members }]) => members.includes(user.Username))
				.map(([name]) => name),
			signIns: [],
		};
	});
}
