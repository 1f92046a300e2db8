import { pageWithConfig } from '#contract/page-config';
import { siteConfig, type SiteConfig } from '#contract/site-config';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import * as v from 'valibot';
import { output, type Outputs, type SiteFile } from './cloud.ts';

/** What the build makes. An unknown kind stops the deployment: a browser would be told the wrong type. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.bcmap': 'application/octet-stream',
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.pfb': 'application/x-font-type1',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.ttf': 'font/ttf',
	'.txt': 'text/plain; charset=utf-8',
	'.wasm': 'application/wasm',
	'.webmanifest': 'application/manifest+json',
	'.woff2': 'font/woff2',
};

/** The build puts a hash into these names: what has one never changes. */
const IMMUTABLE = '_app/immutable/';
const PAGE = 'index.html';

function contentTypeOf(path: string): string {
	const contentType = CONTENT_TYPES[extname(path)];
	if (contentType === undefined) throw new Error(`Which type is ${path}? Add it to site-files.ts.`);
	return contentType;
}

function cacheControlOf(path: string): string {
	return path.startsWith(IMMUTABLE) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/**
 * The files of a build, in the order in which they must arrive: first what pages load, last the page
 * itself. So no browser is given a page whose scripts are not there yet.
 */
export async function siteFiles(folder: string): Promise<readonly SiteFile[]> {
	const found = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = found
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
	return Promise.all(
		[...paths].sort(byArrival).map(async (path) => ({
			path,
			bytes: await readFile(join(folder, path)),
			contentType: contentTypeOf(path),
			cacheControl: cacheControlOf(path),
		})),
	);
}

function byArrival(one: string, other: string): number {
	return rank(one) - rank(other) || one.localeCompare(other);
}

function rank(path: string): number {
	if (path.startsWith(IMMUTABLE)) return 0;
	return path === PAGE ? 2 : 1;
}

/** What one deployment differs in from another. */
export function siteConfigOf(outputs: Outputs): SiteConfig {
	return {
		apiUrl: output(outputs, 'ApiUrl'),
		region: output(outputs, 'Region'),
		userPoolId: output(outputs, 'UserPoolId'),
		userPoolClientId: output(outputs, 'UserPoolClientId'),
		userPoolEndpoint: null,
		signUp: v.parse(siteConfig.entries.signUp, output(outputs, 'SignUp')),
		bucketOrigin: output(outputs, 'BucketOrigin'),
	};
}

/** `/config.json`, for programs and for pages that do not hold it. */
export function configFile(config: SiteConfig): SiteFile {
	return {
		path: 'config.json',
		bytes: Buffer.from(JSON.stringify(config)),
		contentType: contentTypeOf('config.json'),
		cacheControl: cacheControlOf('config.json'),
	};
}

/** The page holds the configuration too; other files stay as they are. */
export function withConfig(file: SiteFile, config: SiteConfig): SiteFile {
	if (file.path !== PAGE) return file;
	const page = Buffer.from(file.bytes).toString();
	return { ...file, bytes: Buffer.from(pageWithConfig(page, config)) };
}
