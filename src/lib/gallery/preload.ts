import type { File } from '#contract/entries';

/** Fetches the previews of the files that are shown next, so that leafing on shows them at once. */
export async function preload(
	files: readonly (File | undefined)[],
	previewOf: (file: File) => Promise<string>,
): Promise<void> {
	for (const file of files) {
		if (file?.hasPreview !== true) continue;
		new Image().src = await previewOf(file);
	}
}
