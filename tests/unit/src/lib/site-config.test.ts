import { pageWithConfig } from '#contract/page-config';
import { loadSiteConfig } from '$lib/site-config';
import { afterEach, expect, test, vi } from 'vitest';

const config = {
	apiUrl: 'https://api',
	region: 'eu-central-1',
	userPoolId: 'eu-central-1_abc',
	userPoolClientId: 'client',
	userPoolEndpoint: null,
	signUp: 'open',
	bucketOrigin: '',
} as const;
const BLOCK = '<script type="application/json" id="config"></script>';
const get = vi.fn<typeof fetch>();
vi.stubGlobal('fetch', get);
afterEach(() => {
	get.mockReset();
	document.head.replaceChildren();
});

test('the configuration in the page is not asked for', async () => {
	document.head.innerHTML = pageWithConfig(BLOCK, config);

	expect(await loadSiteConfig()).toEqual(config);
	expect(get).not.toHaveBeenCalled();
});

test('a page that was kept for times without a network asks for it', async () => {
	document.head.innerHTML = BLOCK;
	get.mockResolvedValueOnce(new Response(JSON.stringify(config)));

	expect(await loadSiteConfig()).toEqual(config);
	expect(get.mock.calls[0]?.[0]).toBe('/config.json');
});
