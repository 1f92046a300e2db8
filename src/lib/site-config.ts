import { siteConfig, type SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';

/** This deployment's `/config.json`. Throws ApiError: `offline`, or `unavailable` where the file cannot be had. */
export async function loadSiteConfig(): Promise<SiteConfig> {
	const response = await fetch('/config.json', { cache: 'no-cache' }).catch((cause: unknown) => {
		throw new ApiError('offline', { cause });
	});
	if (!response.ok) throw new ApiError('unavailable');
	return v.parse(siteConfig, await response.json());
}
