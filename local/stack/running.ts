import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

/** What `stack.json` says to commands that call a running stack. */
const RunningStack = v.object({
	lambdaUrl: v.string(),
	accessKeyId: v.string(),
	secretAccessKey: v.string(),
	sessionToken: v.exactOptional(v.string()),
});
export type RunningStack = v.InferOutput<typeof RunningStack>;

/** The stack that runs over a data directory. Rejects with a sentence where none does. */
export async function runningStack(dataDir: string): Promise<RunningStack> {
	const file = join(dataDir, 'stack.json');
	const text = await readFile(file, 'utf8').catch(() => {
		throw new Error(`No vault runs over ${dataDir}: start it with npm start, and try again.`);
	});
	return v.parse(v.pipe(v.string(), v.parseJson(), RunningStack), text);
}
