import { tellLeftWork } from '$lib/vault/actions/tell-left-work';
import { keepShell } from './keep-shell';
import { takeIn } from './take-in';

type Parts = Parameters<typeof takeIn>[0] & Parameters<typeof tellLeftWork>[0];

/** What the vault does as an installed app, and what an earlier visit left, once it is open and the page is at rest. */
export async function installed(parts: Parts): Promise<void> {
	await Promise.all([keepShell(), takeIn(parts), tellLeftWork(parts)]);
}
