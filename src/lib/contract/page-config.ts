import type { SiteConfig } from './site-config.ts';

/** The `id` of the block of JSON in which the site's page holds its `/config.json`: empty in the build, which knows of no deployment. */
export const PAGE_CONFIG_ID = 'config';

/** The page of a build as a deployment serves it: who reads it needs no `/config.json`. A page without the block stays as it is. */
export function pageWithConfig(page: string, config: SiteConfig): string {
	const empty = `<script type="application/json" id="${PAGE_CONFIG_ID}"></script>`;
	// What ends a script ends this block too.
	const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
	return page.replace(empty, () => empty.replace('><', () => `>${json}<`));
}
