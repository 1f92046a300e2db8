/** Where the page of a build has room for its `/config.json`: `src/app.html`. A test holds this to what a deployment writes there. */
const EMPTY = '<script type="application/json" id="config"></script>';

/** The page as a deployment serves it. One without the block stays as it is. */
export function withConfig(page: Buffer, config: unknown): Buffer {
	// What ends a script ends this block too.
	const json = JSON.stringify(config).replaceAll('<', String.raw`\u003c`);
	return Buffer.from(page.toString().replace(EMPTY, () => EMPTY.replace('><', () => `>${json}<`)));
}
