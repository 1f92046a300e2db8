import { zipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { film } from '../seed/films.ts';
import { csv, markdown, pdf, text } from '../seed/papers.ts';
import { photoOf } from '../seed/pictures.ts';

/** A file as the browser's chooser takes it. */
export interface FileOfKind {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

const WIDE: readonly [number, number] = [1600, 1067];
const TALL: readonly [number, number] = [1067, 1600];
const FILES = join(import.meta.dirname, '../e2e/files');
const fromFiles = async (path: string, mimeType: string): Promise<FileOfKind> => ({
	name: basename(path),
	mimeType,
	buffer: await readFile(join(FILES, path)),
});

const code = `/** The nth number of Fibonacci. */
export function fibonacci(n: number): bigint {
	let [before, now] = [0n, 1n];
	for (let i = 0; i < n; i += 1) [before, now] = [now, before + now];
	return before;
}

console.log(fibonacci(100)); // 354224848179261915075n
`;

const json = {
	name: 'Garden',
	beds: [
		{ plant: 'Tomato', rows: 3, since: '2026-05-11', watered: true },
		{ plant: 'Bean', rows: 2, since: '2026-05-20', watered: false },
	],
	notes: null,
};

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><rect width="300" height="200" fill="#f3d9b1"/>
<circle cx="90" cy="110" r="60" fill="#c8553d"/><path d="M150 170 L210 60 L270 170 Z" fill="#588b8b"/></svg>`;

/** One file of every kind that the viewer shows in a way of its own, and two that have no picture. */
export async function filesOfEveryKind(): Promise<readonly FileOfKind[]> {
	return [
		{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await photoOf(2, ...WIDE) },
		await fromFiles('photo.heic', 'image/heic'),
		await fromFiles('moving.apng', 'image/apng'),
		{ name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) },
		{ name: 'film.webm', mimeType: 'video/webm', buffer: await film(1) },
		{ name: 'sound.wav', mimeType: 'audio/wav', buffer: tone() },
		{ name: 'paper.pdf', mimeType: 'application/pdf', buffer: pdf('a paper', 'Our house') },
		{ name: 'letter.txt', mimeType: 'text/plain', buffer: text('a letter') },
		{ name: 'notes.md', mimeType: 'text/markdown', buffer: markdown('notes', 'What we decided') },
		{ name: 'amounts.csv', mimeType: 'text/csv', buffer: csv('amounts') },
		{
			name: 'garden.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(json, null, 2)),
		},
		{ name: 'fibonacci.ts', mimeType: '', buffer: Buffer.from(code) },
		{
			name: 'letters.zip',
			mimeType: 'application/zip',
			buffer: Buffer.from(zipSync({ 'letter.txt': text('a letter') })),
		},
		await fromFiles('broken.jpg', 'image/jpeg'),
	];
}

/** Photos from before, large enough to be archived: the lifecycle rules leave what is below 128 KiB. */
export function filesOfTheHoliday(): Promise<readonly FileOfKind[]> {
	const rest = Buffer.alloc(200_000);
	return Promise.all(
		[7, 9, 10, 12, 13].map(async (look, at) => ({
			name: `IMG_20${String(at + 1)}.jpg`,
			mimeType: 'image/jpeg',
			buffer: Buffer.concat([await photoOf(look, ...(at % 2 === 1 ? TALL : WIDE)), rest]),
		})),
	);
}

/** What lies at the top of the vault beside the folders. */
export async function filesOfTheTop(): Promise<readonly FileOfKind[]> {
	return [
		{ name: 'Garden in May.jpg', mimeType: 'image/jpeg', buffer: await photoOf(4, ...WIDE) },
		{ name: 'Lease.pdf', mimeType: 'application/pdf', buffer: pdf('lease', 'Lease') },
		{ name: 'Sea, evening.jpg', mimeType: 'image/jpeg', buffer: await photoOf(5, ...TALL) },
		{ name: 'Shopping.md', mimeType: 'text/markdown', buffer: markdown('shop', 'Shopping') },
	];
}

/** Two seconds of 440 Hz: WAV, 8 kHz, one channel of 8 bits. */
function tone(): Buffer {
	const rate = 8000;
	const samples = Buffer.from(
		Array.from(
			{ length: 2 * rate },
			(_, at) => 128 + 60 * Math.sin((2 * Math.PI * 440 * at) / rate),
		),
	);
	const head = Buffer.alloc(44);
	head.write('RIFF', 0);
	head.writeUInt32LE(36 + samples.length, 4);
	head.write('WAVEfmt ', 8);
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20); // PCM
	head.writeUInt16LE(1, 22); // channels
	head.writeUInt32LE(rate, 24);
	head.writeUInt32LE(rate, 28); // bytes a second
	head.writeUInt16LE(1, 32); // bytes a sample
	head.writeUInt16LE(8, 34); // bits a sample
	head.write('data', 36);
	head.writeUInt32LE(samples.length, 40);
	return Buffer.concat([head, samples]);
}
