import { unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { property, readTemplate, resourcesOf, text } from './template.ts';

const template = readTemplate();
const functions = resourcesOf(template, 'AWS::Lambda::Function').map(([id]) => id);

/** Bytes of a bundle, gzipped. A cold start unpacks all of it, and parses what is not read by import() later. */
const BUNDLE_MAX_BYTES = 220_000;

/** What may be passed on in a bundle: licences as npm names them. */
const PERMISSIVE = new Set([
	'0BSD',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'ISC',
	'MIT',
	'MIT-0',
]);

function zipOf(logicalId: string): string {
	const key = text(property(template, `${logicalId}.Code.S3Key`));
	return `.serverless/${key.slice(key.lastIndexOf('/') + 1)}`;
}

/** `lambdas/vault/handler.handler` → `lambdas/vault/handler` */
function moduleOf(logicalId: string): string {
	return text(property(template, `${logicalId}.Handler`)).replace(/\.handler$/, '');
}

/** A file, and by name all those that it and they import. */
function readFrom(file: string, files: Readonly<Record<string, Uint8Array>>): readonly string[] {
	const found = new Set([file]);
	for (const each of found) {
		const code = Buffer.from(files[each] ?? '').toString();
		for (const [, path = ''] of code.matchAll(/(?:from|import)\(?"(\.[^"]+)"/g)) {
			found.add(join(dirname(each), path));
		}
	}
	return [...found].sort();
}

describe.each(functions)('the bundle of %s', (id) => {
	const files = unzipSync(readFileSync(zipOf(id)));

	it('holds what its handler reads, now or later, and nothing else', () => {
		expect(Object.keys(files).sort()).toEqual(readFrom(`${moduleOf(id)}.mjs`, files));
	});

	it('has nothing of what is licensed for development alone', () => {
		const code = Object.values(files).map((file) => Buffer.from(file).toString());

		expect(code.filter((each) => /iam-simulate|cloud-copilot|AGPL/i.test(each))).toEqual([]);
	});

	it('is small enough to start quickly', () => {
		const bytes = Object.values(files).map((file) => gzipSync(file).length);

		expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(BUNDLE_MAX_BYTES);
	});
});

describe('the packages that reach AWS or a browser', () => {
	const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
		packages: Record<string, { dev?: boolean; optional?: boolean; license?: string }>;
	};
	const production = Object.entries(packages).filter(
		([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true,
	);

	it('are licensed permissively, each of them but a library that stays a file of its own', () => {
		const others = production
			.filter(([, { license }]) => !PERMISSIVE.has(license ?? 'none'))
			.map(([path, { license }]) => `${path} ${license ?? 'none'}`);

		// libheif: unchanged, loaded by name and apart from our code, so that another build can take its place. See architecture/pages/files-of-others.txt.
		expect(others).toEqual(['node_modules/libheif-js LGPL-3.0']);
	});
});
