import { siteConfig as schema, type SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';

let loading: Promise<SiteConfig> | undefined;

/** This deployment's `/config.json`, fetched once. Throws ApiError; a failed attempt is not remembered, so that the next one may succeed. */
export function siteConfig(): Promise<SiteConfig> {
	loading ??= load().catch((error: unknown) => {
		loading = undefined;
		throw error;
	});
	return loading;
}

async function load(): Promise<SiteConfig> {
	const response = await fetch('/config.json', { cache: 'no-cache' }).catch((cause: unknown) => {
		throw new ApiError('offline', { cause });
	});
	if (!response.ok) throw new ApiError('unavailable');
	return v.parse(schema, await response.json());
}
