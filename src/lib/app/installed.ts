import { tellLeftWork } from '$lib/vault/actions/tell-left-work';
import type { HandedOverFiles } from './handed-over.svelte';
import { keepShell } from './keep-shell';

type Parts = Parameters<typeof tellLeftWork>[0] & { readonly handedOver: HandedOverFiles };

/** What the vault does as an installed app, and what an earlier visit left, once it is open and the page is at rest. */
export async function installed({ handedOver, ...services }: Parts): Promise<void> {
	await Promise.all([keepShell(), handedOver.listen(), tellLeftWork(services)]);
}
