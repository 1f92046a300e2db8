import { keepShell } from './keep-shell';
import { takeIn } from './take-in';

/** What the vault does as an installed app, once it is open and the page is at rest. */
export async function installed(parts: Parameters<typeof takeIn>[0]): Promise<void> {
	await Promise.all([keepShell(), takeIn(parts)]);
}
