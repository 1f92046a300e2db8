import type { Entry } from '#contract/entries';
import { portableName } from '#contract/portable-name';
import type { Call } from '$lib/api/call';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import { planZip, type ZipPlan } from './zip-plan';
import { ZipSave } from './zip-save.svelte';

interface ZipServices {
	readonly call: Call;
	readonly toasts: Toasts;
}

type Zips = readonly ZipSave[];

/** What goes into a zip of these, with a note while it is collected. Throws `ApiError`. */
export async function planned(
	entries: readonly Entry[],
	{ call, toasts }: ZipServices,
): Promise<ZipPlan> {
	const notice = toasts.show('Collecting what goes into the zip…');
	return planZip(call, entries).finally(() => toasts.dismiss(notice));
}

/** Begins to save what is planned and says when it is there. `show` changes the zips on the screen; a plan of nothing shows none. */
export function startZip(
	plan: ZipPlan,
	entries: readonly Entry[],
	{ call, toasts, show }: ZipServices & { readonly show: (change: (zips: Zips) => Zips) => void },
): void {
	if (plan.missing.length > 0) {
		toasts.error(
			`${plural(plan.missing.length, 'file')} left out of the zip, because the bytes are missing. Tell the owner of this CloudVault.`,
		);
	}
	if (plan.files.length + plan.emptyFolders.length === 0) return;
	const name = zipName(entries);
	const zip = new ZipSave({
		plan,
		name,
		call,
		ended: (ended, how) => {
			show((zips) => zips.filter((other) => other !== ended));
			if (how === 'saved') toasts.show(`${name} is saved`, { tone: 'success' });
		},
	});
	show((zips) => [...zips, zip]);
	void zip.save();
}

function zipName(entries: readonly Entry[]): string {
	const [first, ...others] = entries;
	const stem = first && others.length === 0 ? portableName(first.name) : 'CloudVault';
	return `${stem}.zip`;
}
