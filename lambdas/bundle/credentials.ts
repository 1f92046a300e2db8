/**
 * Takes the place of the SDK's credential chain in the functions' bundles. A function gets its role's
 * keys in its environment and nowhere else; the rest of the chain (profiles, single sign-on, metadata
 * servers) would be parsed at every cold start and never run.
 */
interface Credentials {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string;
}

export function defaultProvider(): () => Promise<Credentials> {
	return () => {
		// eslint-disable-next-line no-restricted-syntax -- these are the SDK's variables, not the product's
		const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
		if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
			return Promise.reject(new Error('The environment holds no keys of a role'));
		}
		return Promise.resolve({
			accessKeyId: AWS_ACCESS_KEY_ID,
			secretAccessKey: AWS_SECRET_ACCESS_KEY,
			...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
		});
	};
}
