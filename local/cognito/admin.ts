import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Account } from './account.ts';
import { ClientMetadataSchema } from './custom-message.ts';
import { invalidParameter, UserPoolError } from './errors.ts';
import { checkPassword } from './password-policy.ts';
import { newAccount } from './people.ts';
import type { Pool } from './pool.ts';
import { makeVerifier } from './srp.ts';

type Input = Readonly<Record<string, unknown>>;

const Named = v.object({ UserPoolId: v.string(), Username: v.string() });
const Create = v.object({
	Username: v.string(),
	UserAttributes: v.optional(v.array(v.object({ Name: v.string(), Value: v.string() })), []),
	TemporaryPassword: v.optional(v.string()),
	MessageAction: v.optional(v.picklist(['RESEND', 'SUPPRESS'])),
	ClientMetadata: ClientMetadataSchema,
});
const Group = v.object({ GroupName: v.string() });
const DAY_MS = 24 * 60 * 60_000;

/** What the commands for a stage ask of a pool, by the permission that they need for it. */
export class Admin {
	readonly #pool: Pool;
	readonly #actions: Readonly<Record<string, (input: Input) => unknown>> = {
		AdminCreateUser: (input) => this.#createUser(input),
		AdminAddUserToGroup: (input) => this.#changeGroup(input, (groups, name) => [...groups, name]),
		AdminRemoveUserFromGroup: (input) =>
			this.#changeGroup(input, (groups, name) => groups.filter((each) => each !== name)),
	};

	constructor(pool: Pool) {
		this.#pool = pool;
	}

	offers(action: string): boolean {
		return Object.hasOwn(this.#actions, action);
	}

	run(action: string, input: Input): unknown {
		const { UserPoolId } = v.parse(v.object({ UserPoolId: v.string() }), input);
		if (UserPoolId !== this.#pool.id) {
			throw new UserPoolError(
				'ResourceNotFoundException',
				`User pool ${UserPoolId} does not exist.`,
			);
		}
		return this.#actions[action]?.(input);
	}

	async #createUser(input: Input): Promise<unknown> {
		const {
			Username,
			UserAttributes,
			MessageAction,
			ClientMetadata: clientMetadata,
			...given
		} = v.parse(Create, input);
		const known = this.#pool.accounts.find(Username);
		if (MessageAction === 'RESEND') {
			if (!known) throw notFound();
			if (known.status !== 'FORCE_CHANGE_PASSWORD') {
				throw new UserPoolError(
					'UnsupportedUserStateException',
					'Resend not possible. User status is not FORCE_CHANGE_PASSWORD',
				);
			}
		} else if (known) {
			throw new UserPoolError('UsernameExistsException', 'User account already exists');
		}
		if (!/^[^\s@]+@[^\s@]+$/.test(Username)) {
			throw invalidParameter('Username should be an email.');
		}
		const password = given.TemporaryPassword ?? randomBytes(12).toString('base64url');
		checkPassword(this.#pool.policy, password);
		const isVerified = UserAttributes.some(
			({ Name, Value }) => Name === 'email_verified' && Value.toLowerCase() === 'true',
		);
		const fresh = known ?? { ...newAccount(Username), emailVerified: isVerified };
		const account = this.#pool.accounts.put(this.#invited(fresh, password));
		if (MessageAction !== 'SUPPRESS') {
			const occasion = 'AdminCreateUser';
			await this.#pool.mails.invitation({ occasion, account, clientMetadata }, password);
		}
		return { User: described(account) };
	}

	#invited(account: Account, password: string): Account {
		return {
			...account,
			status: 'FORCE_CHANGE_PASSWORD',
			password: makeVerifier(this.#pool.identity(account), password),
			temporaryUntil: Date.now() + this.#pool.policy.TemporaryPasswordValidityDays * DAY_MS,
		};
	}

	#changeGroup(
		input: Input,
		change: (groups: readonly string[], name: string) => readonly string[],
	): unknown {
		const { GroupName } = v.parse(Group, input);
		const account = this.#user(input);
		if (!this.#pool.groups.includes(GroupName)) {
			throw new UserPoolError('ResourceNotFoundException', 'Group not found.');
		}
		const groups = [...new Set(change(account.groups, GroupName))];
		this.#pool.accounts.put({ ...account, groups });
		return {};
	}

	#user(input: Input): Account {
		const account = this.#pool.accounts.find(v.parse(Named, input).Username);
		if (account) return account;
		throw notFound();
	}
}

function notFound(): UserPoolError {
	return new UserPoolError('UserNotFoundException', 'User does not exist.');
}

/** Cognito writes dates as seconds since 1970. */
function described(account: Account): Record<string, unknown> {
	return {
		Username: account.sub,
		Attributes: [
			{ Name: 'email', Value: account.email },
			{ Name: 'email_verified', Value: String(account.emailVerified) },
			{ Name: 'sub', Value: account.sub },
		],
		UserCreateDate: account.createdAt / 1000,
		UserLastModifiedDate: account.modifiedAt / 1000,
		Enabled: true,
		UserStatus: account.status,
	};
}
