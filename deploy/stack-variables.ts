import type { Cloud, Outputs, Variables } from './cloud.ts';

/** From a stack's outputs and the account; a stage that is yet to be made knows neither its address nor its key. */
export async function stackVariables(
	cloud: Pick<Cloud, 's3PrefixList' | 'publicKey' | 'boundary'>,
	{ SiteUrl, DerivativesKeyId }: Outputs,
): Promise<Variables> {
	const boundary = await cloud.boundary();
	return {
		S3_PREFIX_LIST: await cloud.s3PrefixList(),
		...(boundary !== undefined && { PERMISSIONS_BOUNDARY: boundary }),
		...(SiteUrl !== undefined && { SITE_ORIGIN: SiteUrl }),
		...(DerivativesKeyId !== undefined && {
			DERIVATIVES_PUBLIC_KEY: await cloud.publicKey(DerivativesKeyId),
		}),
	};
}
