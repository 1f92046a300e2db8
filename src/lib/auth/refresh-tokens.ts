import type { SiteConfig } from '#contract/site-config';

type Pool = Pick<SiteConfig, 'userPoolId' | 'userPoolClientId' | 'userPoolEndpoint'>;

/** Where Amplify keeps its tokens: `localStorage`, or `TokenStorage` before it. */
interface Kept {
	getItem(key: string): string | null | Promise<string | null>;
	setItem(key: string, value: string): unknown;
}

/** With rotation a refresh token is good once, so tabs take turns by a lock of this name: see [Note: One refresh at a time]. */
export const REFRESH_LOCK = 'cloudvault.refresh';

/** What the user pool answered to a refresh token. */
export interface Refreshed {
	/** Of the keys under which Amplify looks for the tokens of this person. */
	readonly prefix: string;
	/** The one that is kept now. */
	readonly refreshToken: string;
	readonly status: number;
	/** As it came; undefined where it is no JSON. */
	readonly answer: unknown;
}

/**
 * Uses the refresh token in `kept` up and puts the one that follows in its place; undefined where there is none. To be called
 * under `REFRESH_LOCK`. The script in the page calls it too, before any code is there, so it imports nothing. Throws what `send` throws.
 */
export async function refreshTokens(
	{ userPoolId, userPoolClientId: ClientId, userPoolEndpoint }: Pool,
	kept: Kept,
	send: (address: string, request: RequestInit) => Promise<Response> = fetch,
): Promise<Refreshed | undefined> {
	const client = `CognitoIdentityServiceProvider.${ClientId}`;
	const prefix = `${client}.${String(await kept.getItem(`${client}.LastAuthUser`))}`;
	const key = `${prefix}.refreshToken`;
	const RefreshToken = await kept.getItem(key);
	if (RefreshToken === null) return undefined;

	const [region = ''] = userPoolId.split('_');
	const response = await send(userPoolEndpoint ?? `https://cognito-idp.${region}.amazonaws.com/`, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': 'AWSCognitoIdentityProviderService.GetTokensFromRefreshToken',
		},
		body: JSON.stringify({ ClientId, RefreshToken }),
	});
	const answer = (await response.json().catch(() => undefined)) as
		{ AuthenticationResult?: { RefreshToken?: string } } | undefined;
	const next = answer?.AuthenticationResult?.RefreshToken ?? RefreshToken;
	// Who signed out meanwhile has none any more, and gets none back.
	if ((await kept.getItem(key)) === RefreshToken) await kept.setItem(key, next);
	return { prefix, refreshToken: next, status: response.status, answer };
}
