import { watch } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createServer } from 'vite';
import { packageFunctions } from './build.ts';

/** Hot reload for people who change the code. */
export interface Development {
	/** Serves the site from its sources. */
	readonly middleware: (request: IncomingMessage, response: ServerResponse) => void;
	/** Packages the functions again when their sources change, then calls `redeploy`. */
	watchFunctions(redeploy: () => Promise<void>, log: (line: string) => void): void;
	close(): Promise<void>;
}

/** Editors write a file several times; one packaging is enough for all of it. */
const SETTLE_MS = 200;

export async function startDevelopment(options: {
	readonly root: string;
	/** Where the browser hears of changes. */
	readonly hotReloadPort: number;
	/** What changes all the time without being a source. */
	readonly dataDir: string;
}): Promise<Development> {
	const { root, hotReloadPort, dataDir } = options;
	const vite = await createServer({
		root,
		server: {
			middlewareMode: true,
			hmr: { host: '127.0.0.1', port: hotReloadPort },
			watch: { ignored: [`${dataDir}/**`, '**/.serverless/**', '**/.esbuild/**'] },
		},
		// What the other parts have to say stays on the screen.
		clearScreen: false,
	});
	const watchers: { close(): void }[] = [];
	return {
		middleware: (request, response) => vite.middlewares(request, response),
		watchFunctions(redeploy, log) {
			let timer: NodeJS.Timeout | undefined;
			const repackage = async (): Promise<void> => {
				await packageFunctions({ root, log });
				await redeploy();
				log('The functions are up to date.');
			};
			const onChange = (): void => {
				clearTimeout(timer);
				timer = setTimeout(() => {
					repackage().catch((error: unknown) => log(String(error)));
				}, SETTLE_MS);
			};
			for (const directory of ['lambdas', 'src/lib/contract']) {
				watchers.push(watch(join(root, directory), { recursive: true }, onChange));
			}
		},
		async close() {
			for (const watcher of watchers) watcher.close();
			await vite.close();
		},
	};
}
