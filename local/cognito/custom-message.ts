import * as v from 'valibot';
import type { Account } from './account.ts';
import { UserPoolError } from './errors.ts';

/** Calls a function of the template and answers what it returned. Rejects with what it threw. */
export type InvokeFunction = (functionArn: string, event: unknown) => Promise<unknown>;

/** What a mail is for, by the names of Cognito. */
type Occasion = 'SignUp' | 'ResendCode' | 'ForgotPassword' | 'AdminCreateUser';

/** Whatever a client adds to a request for the functions of the pool. */
export type ClientMetadata = Readonly<Record<string, string>>;

/** The property of the requests that mail something. */
export const ClientMetadataSchema = v.optional(v.record(v.string(), v.string()), {});

const Answer = v.object({
	response: v.object({
		emailMessage: v.nullish(v.string()),
		emailSubject: v.nullish(v.string()),
	}),
});

const TriggerSchema = v.object({
	LambdaConfig: v.optional(v.object({ CustomMessage: v.optional(v.string()) }), {}),
});

/** The function that writes the pool's mails; undefined where the template names none. */
export function customMessageArn(poolProperties: unknown): string | undefined {
	return v.parse(TriggerSchema, poolProperties).LambdaConfig.CustomMessage;
}

export interface MailOccasion {
	readonly occasion: Occasion;
	readonly account: Account;
	readonly clientMetadata: ClientMetadata;
}

/** What it leaves out is said in the pool's own words. */
export type CustomMail = v.InferOutput<typeof Answer>['response'];

/**
 * What the function of `CustomMessage` makes of a mail. Fails as Cognito does where it throws:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
export async function customMessage(invoke: () => Promise<unknown>): Promise<CustomMail> {
	try {
		return v.parse(Answer, await invoke()).response;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new UserPoolError(
			'UserLambdaValidationException',
			`CustomMessage failed with error ${message}.`,
		);
	}
}

/** The event as Cognito sends it. */
export function customMessageEvent(
	pool: { readonly id: string; readonly region: string },
	{ occasion, account, clientMetadata }: MailOccasion,
): unknown {
	return {
		version: '1',
		triggerSource: `CustomMessage_${occasion}`,
		region: pool.region,
		userPoolId: pool.id,
		userName: account.sub,
		request: {
			userAttributes: {
				sub: account.sub,
				email: account.email,
				email_verified: String(account.emailVerified),
				'cognito:user_status': account.status,
			},
			codeParameter: '{####}',
			linkParameter: '{##Click Here##}',
			usernameParameter: occasion === 'AdminCreateUser' ? '{username}' : null,
			clientMetadata,
		},
		response: { smsMessage: null, emailMessage: null, emailSubject: null },
	};
}
