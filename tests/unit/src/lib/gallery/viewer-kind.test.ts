import { viewerKind } from '$lib/gallery/viewer-kind';
import { describe, expect, it } from 'vitest';

const file = (contentType: string, name = 'file', hasPreview = false) => ({
	contentType,
	name,
	hasPreview,
});

describe('the viewer', () => {
	it.each([
		['image/png', 'a.png', 'image'],
		['image/avif', 'a.avif', 'image'],
		['video/mp4', 'a.mp4', 'video'],
		['video/webm', 'a', 'video'],
		['audio/mpeg', 'a.mp3', 'audio'],
		['application/pdf', 'a.pdf', 'pdf'],
		['APPLICATION/PDF; version=1', 'a.pdf', 'pdf'],
		['text/plain', 'a.txt', 'text'],
		['text/x-python', 'a.py', 'text'],
		['application/json', 'a', 'text'],
		['video/mp2t', 'server.ts', 'text'],
		['application/octet-stream', 'Makefile', 'text'],
		['application/octet-stream', '.gitignore', 'text'],
		['application/octet-stream', 'a.bin', 'card'],
		['application/zip', 'a.zip', 'card'],
		['image/tiff', 'a.tiff', 'card'],
		['video/x-matroska', 'a.mkv', 'video'],
		['audio/x-m4a', 'voice.m4a', 'audio'],
		['video/x-m4v', 'a.m4v', 'video'],
		['image/apng', 'moving.apng', 'image'],
		['', 'a', 'card'],
		['nonsense', 'a', 'card'],
	])('shows %s called %s as %s', (contentType, name, kind) => {
		expect(viewerKind(file(contentType, name))).toBe(kind);
	});

	it.each(['image/heic', 'image/tiff', 'image/vnd.adobe.photoshop'])(
		'shows %s by its preview, where it has one',
		(contentType) => {
			expect(viewerKind(file(contentType, 'a', true))).toBe('image');
		},
	);

	it.each([
		['text/html', 'page.html'],
		['application/xhtml+xml', 'page.xhtml'],
		['image/svg+xml', 'drawing.svg'],
		['IMAGE/SVG+XML', 'drawing'],
		['text/xml', 'data.xml'],
		['application/xml', 'data'],
		['application/javascript', 'code.js'],
		['text/javascript', 'code'],
		['application/octet-stream', 'page.html'],
		['application/octet-stream', 'drawing.svg'],
		['application/mathml+xml', 'formula'],
	])('never renders %s called %s, with a preview or without', (contentType, name) => {
		expect(viewerKind(file(contentType, name))).toMatch(/^(text|card)$/);
		expect(viewerKind(file(contentType, name, true))).toMatch(/^(text|card)$/);
	});

	it('goes by the type where name and type disagree about what browsers can show', () => {
		expect(viewerKind(file('image/png', 'page.html'))).toBe('image');
	});
});
