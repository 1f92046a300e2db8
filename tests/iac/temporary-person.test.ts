import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { asTemporaryPerson, type Pool } from '../../deploy/temporary-person.ts';

/** A user pool that writes down what it is asked, and by whom. */
function pretendedPool(mayEnter = true) {
	const done: string[] = [];
	let invited = { email: '', temporary: '' };
	const pool: Pool = {
		userPoolId: 'the-pool',
		people: {
			send: ((command: unknown) => {
				if (!(command instanceof AdminCreateUserCommand)) throw new Error('Not allowed.');
				const { Username = '', TemporaryPassword = '', MessageAction = '' } = command.input;
				invited = { email: Username, temporary: TemporaryPassword };
				done.push(`invite, ${MessageAction}`);
				return Promise.resolve({});
			}) as Pool['people']['send'],
		},
		signIn: {
			first: (email, temporary, password) => {
				expect({ email, temporary }).toEqual(invited);
				expect(password).not.toBe(temporary);
				if (!mayEnter) return Promise.reject(new Error('The pool is closed.'));
				done.push('choose a password');
				return Promise.resolve('the-token');
			},
			deleteAccount: () => {
				done.push('delete themselves');
				return Promise.resolve();
			},
		},
	};
	return { pool, done };
}

describe('a temporary person', () => {
	it('is invited, signs in by a password of their own, and deletes themselves', async () => {
		const { pool, done } = pretendedPool();

		await asTemporaryPerson(pool, (token) => {
			done.push(`work by ${token}`);
			return Promise.resolve();
		});

		expect(done).toEqual([
			'invite, SUPPRESS',
			'choose a password',
			'work by the-token',
			'delete themselves',
		]);
	});

	it('deletes themselves also when their work failed', async () => {
		const { pool, done } = pretendedPool();

		const worked = asTemporaryPerson(pool, () => Promise.reject(new Error('The API is down.')));

		await expect(worked).rejects.toThrow('The API is down.');
		expect(done.at(-1)).toBe('delete themselves');
	});

	it('is named where they cannot sign in, as they stay in the pool', async () => {
		const worked = asTemporaryPerson(pretendedPool(false).pool, () => Promise.resolve());

		await expect(worked).rejects.toThrow(
			/^smoke-\S+@example\.com was invited but cannot sign in, and so stays in the user pool the-pool: The pool is closed\.$/,
		);
	});
});
