import { output, type Cloud, type Outputs } from './cloud.ts';

/** What deploy/parameters.yml asks the environment for, and only the account itself can tell. */
export type StackVariables = Readonly<Record<string, string>>;

/** From a stack's outputs; a stage that is yet to be made knows neither its address nor its key. */
export async function stackVariables(
	cloud: Pick<Cloud, 's3PrefixList' | 'publicKey'>,
	outputs: Outputs | undefined,
): Promise<StackVariables> {
	const keyId = outputs?.DerivativesKeyId;
	return {
		S3_PREFIX_LIST: await cloud.s3PrefixList(),
		...(outputs && { SITE_ORIGIN: output(outputs, 'SiteUrl') }),
		...(keyId !== undefined && { DERIVATIVES_PUBLIC_KEY: await cloud.publicKey(keyId) }),
	};
}
