import type { Call } from '$lib/api/call';
import { plural } from '$lib/format/plural';
import type { Toasts } from '$lib/notices/toasts.svelte';
import type { ZipPlan } from './zip-plan';
import { ZipSave } from './zip-save.svelte';

interface ZipServices {
	readonly call: Call;
	readonly toasts: Toasts;
	/** It needs no more to be shown. */
	readonly ended: (zip: ZipSave) => void;
}

/** Begins to save what is planned as `name`, and says when it is there. Undefined where the plan holds nothing. */
export function startZip(
	plan: ZipPlan,
	name: string,
	{ call, toasts, ended }: ZipServices,
): ZipSave | undefined {
	if (plan.missing.length > 0) {
		toasts.error(
			`${plural(plan.missing.length, 'file')} left out of the zip, because the bytes are missing. Tell the owner of this CloudVault.`,
		);
	}
	if (plan.files.length + plan.emptyFolders.length === 0) return undefined;
	const zip = new ZipSave({
		plan,
		name,
		call,
		ended: (zip, how) => {
			ended(zip);
			if (how === 'saved') toasts.show(`${name} is saved`, { tone: 'success' });
		},
	});
	void zip.save();
	return zip;
}
