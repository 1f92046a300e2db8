import { join } from 'node:path';

/** What Lucide's icons are drawn by: our `Icon.svelte`. Nothing of ours imports a file by this address. */
export const iconAlias = {
	find: /^\.\.\/Icon\.svelte$/,
	replacement: join(import.meta.dirname, '../../src/lib/components/ui/Icon.svelte'),
};
