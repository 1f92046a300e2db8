import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Where each part of a stack listens on 127.0.0.1. */
export interface Ports {
	readonly site: number;
	readonly api: number;
	readonly s3: number;
	readonly cognito: number;
	readonly inbox: number;
	readonly messaging: number;
	readonly kms: number;
	readonly database: number;
	/** Where a browser hears of changed sources, under `npm run dev`. */
	readonly hotReload: number;
	readonly monitoring: number;
	/** Lambda's Invoke. */
	readonly lambda: number;
}

const PARTS = [
	'site',
	'api',
	's3',
	'cognito',
	'inbox',
	'messaging',
	'kms',
	'database',
	'hotReload',
	'monitoring',
	'lambda',
] as const satisfies readonly (keyof Ports)[];

/** The site's port and the ones after it. */
export function portsFrom(base: number): Ports {
	return Object.fromEntries(PARTS.map((part, index) => [part, base + index])) as unknown as Ports;
}

/**
 * Ports that no process listens on now. They lie below those that systems give to outgoing connections,
 * one of which could take a port in the moment between choosing it and listening on it.
 */
export async function freePorts(): Promise<Ports> {
	for (let attempt = 0; attempt < 20; attempt++) {
		const ports = portsFrom(randomInt(10_240, 32_000));
		const areFree = await requireFree(ports).then(
			() => true,
			() => false,
		);
		if (areFree) return ports;
	}
	throw new Error('No free ports in a row were found below 32000.');
}

/** Throws a sentence that names the first port another process listens on. */
export async function requireFree(ports: Ports): Promise<void> {
	for (const port of PARTS.map((part) => ports[part])) {
		const server = await listen(port).catch(() => {
			throw new Error(
				`Port ${String(port)} is taken. Stop what uses it, or choose others: npm start -- --port ${String(ports.site + 100)}`,
			);
		});
		await close(server);
	}
}

type NetServer = ReturnType<typeof createServer>;

function listen(port: number): Promise<NetServer> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => resolve(server));
	});
}

function close(server: NetServer): Promise<void> {
	return new Promise((resolve) => server.close(() => resolve()));
}
