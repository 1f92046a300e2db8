import { PAGE_CONFIG_ID } from '#contract/page-config';
import { siteConfig, type SiteConfig } from '#contract/site-config';
import { ApiError } from '$lib/errors/api-error';
import * as v from 'valibot';

/** This deployment's `/config.json`, which the page holds unless the service worker or the dev server gave it. Throws ApiError: `offline`, or `unavailable` where the file cannot be had. */
export async function loadSiteConfig(): Promise<SiteConfig> {
	const written = document.getElementById(PAGE_CONFIG_ID)?.textContent;
	if (written) return v.parse(siteConfig, JSON.parse(written));
	const response = await fetch('/config.json', { cache: 'no-cache' }).catch((cause: unknown) => {
		throw new ApiError('offline', { cause });
	});
	if (!response.ok) throw new ApiError('unavailable');
	return v.parse(siteConfig, await response.json());
}
