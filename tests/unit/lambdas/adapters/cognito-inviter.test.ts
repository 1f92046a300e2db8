import {
	AdminCreateUserCommand,
	CognitoIdentityProviderServiceException,
	UnsupportedUserStateException,
	UsernameExistsException,
	type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { CognitoInviter } from '../../../../lambdas/adapters/cognito-inviter.ts';

const metadata = { message: '', $metadata: {} };
const EXISTS = new UsernameExistsException(metadata);
const IN_USE = new UnsupportedUserStateException(metadata);
const refusal = (name: string) =>
	new CognitoIdentityProviderServiceException({ ...metadata, name, $fault: 'client' });

/** A pool that refuses one call after the other as it is told, and then makes a person. */
function inviterOf(...refusals: readonly Error[]) {
	const asked: (string | undefined)[] = [];
	const languages: unknown[] = [];
	const left = [...refusals];
	const send = (command: unknown) => {
		if (!(command instanceof AdminCreateUserCommand)) throw new Error('not asked for');
		asked.push(command.input.MessageAction);
		languages.push(command.input.ClientMetadata);
		const error = left.shift();
		return error ? Promise.reject(error) : Promise.resolve({ User: { Username: 'the-sub' } });
	};
	const client = { send } as Pick<CognitoIdentityProviderClient, 'send'>;
	return { asked, languages, inviter: new CognitoInviter(client, 'the-pool') };
}

describe('an invitation', () => {
	test('is sent by making the person', async () => {
		const { inviter, asked } = inviterOf();

		expect(await inviter.invite('ada@example.com', 'de-CH')).toEqual({
			sent: 'first',
			personId: 'the-sub',
		});
		expect(asked).toEqual([undefined]);
	});

	test('is sent again where the person is there, and has not come', async () => {
		const { inviter, asked, languages } = inviterOf(EXISTS);

		expect(await inviter.invite('ada@example.com', 'de-CH')).toEqual({
			sent: 'again',
			personId: 'the-sub',
		});
		expect(asked).toEqual([undefined, 'RESEND']);
		expect(languages).toEqual([{ language: 'de-CH' }, { language: 'de-CH' }]);
	});
});

describe('is refused', () => {
	test.each<[string, readonly Error[], object]>([
		['for who has come', [EXISTS, IN_USE], { code: 'already_member' }],
		[
			'for what Cognito takes for no address',
			[refusal('InvalidParameterException')],
			{ code: 'bad_request', field: 'email' },
		],
		[
			'where Cognito mails no more that day',
			[refusal('LimitExceededException')],
			{ code: 'too_many_invitations', retryAfterSeconds: 86_400 },
		],
		[
			'likewise at the second call',
			[EXISTS, refusal('LimitExceededException')],
			{ code: 'too_many_invitations' },
		],
		['where it asks to wait', [refusal('TooManyRequestsException')], { code: 'unavailable' }],
		['where the mail fails', [refusal('CodeDeliveryFailureException')], { code: 'unavailable' }],
		['where no answer comes', [new Error('socket hang up')], { code: 'unavailable' }],
	])('%s', async (_, refusals, expected) => {
		const { inviter } = inviterOf(...refusals);

		await expect(inviter.invite('ada@example.com', 'de-CH')).rejects.toMatchObject(expected);
	});

	test('as a fault of ours where the function may not ask', async () => {
		const error = refusal('AccessDeniedException');

		await expect(inviterOf(error).inviter.invite('ada@example.com', 'de-CH')).rejects.toBe(error);
	});
});
