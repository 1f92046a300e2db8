import { siteConfig, type SiteConfig } from '#contract/site-config';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn } from 'aws-amplify/auth';
import { ConsoleLogger, defaultStorage } from 'aws-amplify/utils';
import * as v from 'valibot';

export interface Account {
	readonly email: string;
	readonly password: string;
}

/** A vault with a signed-in session. */
export interface SignedIn {
	readonly apiUrl: string;
	/** Fresh for every call: filling a vault takes longer than a token lives. */
	accessToken(): Promise<string>;
}

/** Signs in as the site at this address does. Throws a sentence if there is no vault, or it does not let us in. */
export async function signInAt(siteUrl: string, { email, password }: Account): Promise<SignedIn> {
	const config = await configOf(siteUrl);
	const { userPoolId, userPoolClientId, userPoolEndpoint } = config;
	// It warns of a user pool at an address that is not Cognito's, which is what `npm start` has.
	ConsoleLogger.LOG_LEVEL = 'ERROR';
	Amplify.configure({
		Auth: {
			Cognito: {
				userPoolId,
				userPoolClientId,
				...(userPoolEndpoint !== null && { userPoolEndpoint }),
			},
		},
	});
	// A second call in one process is a sign-in of its own: Amplify refuses one over another.
	await defaultStorage.clear();
	const { isSignedIn } = await signIn({ username: email, password }).catch((cause: unknown) => {
		throw new Error(`${siteUrl} does not let ${email} in: ${sentenceOf(cause)}`, { cause });
	});
	if (!isSignedIn) {
		throw new Error(`${email} signs in by a second step. Use an account without one.`);
	}
	return { apiUrl: config.apiUrl, accessToken };
}

async function accessToken(): Promise<string> {
	const { tokens } = await fetchAuthSession();
	if (tokens === undefined) throw new Error('The session has ended. Run the command again.');
	return tokens.accessToken.toString();
}

async function configOf(siteUrl: string): Promise<SiteConfig> {
	try {
		const response = await fetch(new URL('/config.json', siteUrl));
		return v.parse(siteConfig, await response.json());
	} catch (cause) {
		throw new Error(
			`There is no CloudVault at ${siteUrl}. Start one with npm start, or name another: --site URL.`,
			{ cause },
		);
	}
}

function sentenceOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
