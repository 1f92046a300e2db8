import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** As much of RDS Proxy as a client sees before its first statement, which is answered with an error of the proxy. */
export interface ProxyDouble {
	readonly port: number;
	/** Passwords that came, in clear text inside TLS. */
	readonly passwords: readonly string[];
	close(): Promise<void>;
}

export interface ProxyDoubleOptions {
	readonly certificate: { readonly cert: string; readonly key: string };
	/** Of the error that every statement is answered with. */
	readonly errno: number;
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html */
export async function startProxyDouble({
	certificate,
	errno,
}: ProxyDoubleOptions): Promise<ProxyDouble> {
	const passwords: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.write(packet(0, greeting()));
		socket.once('data', (data: Buffer) => {
			socket.pause();
			// What follows the request for TLS in one segment is of TLS already.
			socket.unshift(data.subarray(TLS_REQUEST_BYTES));
			const secure = new TLSSocket(socket, { isServer: true, ...certificate });
			secure.on('error', () => undefined);
			converse(secure, { passwords, errno });
		});
	}).listen(0, 'localhost');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		passwords,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}

const TLS_REQUEST_BYTES = 36;

interface Conversation {
	readonly passwords: string[];
	readonly errno: number;
}

/** A packet a message: the client waits for each answer. */
function converse(secure: TLSSocket, { passwords, errno }: Conversation): void {
	const answers = [
		() => packet(3, Buffer.concat([Buffer.of(0xfe), zeroed('mysql_clear_password')])),
		(password: Buffer) => {
			passwords.push(password.subarray(4, -1).toString());
			return packet(5, Buffer.of(0, 0, 0, 2, 0, 0, 0));
		},
	];
	secure.on('data', (data: Buffer) => {
		const answer = answers.shift();
		secure.write(answer?.(data) ?? packet(1, failure(errno)));
	});
}

const CAPABILITIES = {
	connectWithDatabase: 0x8,
	protocol41: 0x200,
	tls: 0x800,
	transactions: 0x2000,
	secureConnection: 0x8000,
	pluginAuth: 0x80000,
};

function greeting(): Buffer {
	const capabilities = Object.values(CAPABILITIES).reduce((sum, flag) => sum + flag, 0);
	const fixed = Buffer.alloc(19);
	fixed.writeUInt16LE(capabilities & 0xffff, 0);
	fixed.writeUInt8(45, 2); // utf8mb4
	fixed.writeUInt16LE(2, 3); // autocommit
	fixed.writeUInt16LE(capabilities >>> 16, 5);
	fixed.writeUInt8(21, 7); // bytes of the scramble below
	return Buffer.concat([
		Buffer.of(10),
		zeroed('8.4.0'),
		Buffer.of(1, 0, 0, 0),
		Buffer.alloc(8, 1),
		Buffer.of(0),
		fixed.subarray(0, 18),
		Buffer.alloc(12, 1),
		Buffer.of(0),
		zeroed('mysql_native_password'),
	]);
}

function failure(errno: number): Buffer {
	const code = Buffer.alloc(2);
	code.writeUInt16LE(errno);
	return Buffer.concat([Buffer.of(0xff), code, Buffer.from('#HY000The proxy says no.')]);
}

function packet(sequence: number, payload: Buffer): Buffer {
	const head = Buffer.alloc(4);
	head.writeUIntLE(payload.length, 0, 3);
	head.writeUInt8(sequence, 3);
	return Buffer.concat([head, payload]);
}

function zeroed(text: string): Buffer {
	return Buffer.from(`${text}\0`);
}
