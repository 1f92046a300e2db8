import { siteConfig as schema, type SiteConfig } from '#contract/site-config';
import * as v from 'valibot';

let loading: Promise<SiteConfig> | undefined;

/** This deployment's `/config.json`, fetched once. A failed attempt is not remembered, so that the next one may succeed. */
export function siteConfig(): Promise<SiteConfig> {
	loading ??= load().catch((error: unknown) => {
		loading = undefined;
		throw error;
	});
	return loading;
}

async function load(): Promise<SiteConfig> {
	const response = await fetch('/config.json', { cache: 'no-cache' });
	if (!response.ok) throw new Error(`/config.json answered ${String(response.status)}`);
	return v.parse(schema, await response.json());
}
