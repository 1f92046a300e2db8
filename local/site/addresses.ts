import type { Template } from '../template/template.ts';

/** Where the things that the site talks to are on this machine. */
export interface Origins {
	readonly api: string;
	readonly cognito: string;
	readonly storage: string;
}

/** The addresses AWS would give to what the site talks to, each with the one it has here. */
export function localAddresses(template: Template, origins: Origins): ReadonlyMap<string, string> {
	const { region } = template.account;
	const buckets = template
		.resources('AWS::S3::Bucket')
		.flatMap(({ attributes }) => [
			[`https://${attributes.RegionalDomainName ?? ''}`, origins.storage] as const,
			[`https://${attributes.DomainName ?? ''}`, origins.storage] as const,
		]);
	const apis = template
		.resources('AWS::ApiGatewayV2::Api')
		.map(({ attributes }) => [attributes.ApiEndpoint ?? '', origins.api] as const);
	return new Map([
		...buckets,
		...apis,
		[`https://cognito-idp.${region}.amazonaws.com`, origins.cognito],
	]);
}
