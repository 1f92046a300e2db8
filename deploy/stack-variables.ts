import type { Cloud, Outputs, Variables } from './cloud.ts';

/** From a stack's outputs; a stage that is yet to be made knows neither its address nor its key. */
export async function stackVariables(
	cloud: Pick<Cloud, 's3PrefixList' | 'publicKey'>,
	{ SiteUrl, DerivativesKeyId }: Outputs,
): Promise<Variables> {
	return {
		S3_PREFIX_LIST: await cloud.s3PrefixList(),
		...(SiteUrl !== undefined && { SITE_ORIGIN: SiteUrl }),
		...(DerivativesKeyId !== undefined && {
			DERIVATIVES_PUBLIC_KEY: await cloud.publicKey(DerivativesKeyId),
		}),
	};
}
