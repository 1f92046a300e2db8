import {
	BufferTarget,
	EncodedPacket,
	EncodedVideoPacketSource,
	Output,
	WebMOutputFormat,
} from 'mediabunny';
import { webpOf } from './pictures.ts';
import { drawScene } from './scenes.ts';

const SIZE = { width: 256, height: 144 };
const FRAMES_PER_SECOND = 5;
/** Films differ in what they show and in length: 2 to 5 seconds. */
const seconds = (look: number): number => 2 + (look % 4);

/** A film that pans over a scene: WebM. A lossy WebP holds a key frame of VP8, so its frames are WebPs. */
export async function film(look: number): Promise<Buffer> {
	const target = new BufferTarget();
	const output = new Output({ format: new WebMOutputFormat(), target });
	const track = new EncodedVideoPacketSource('vp8');
	output.addVideoTrack(track, { frameRate: FRAMES_PER_SECOND });
	await output.start();
	const decoderConfig = { codec: 'vp8', codedWidth: SIZE.width, codedHeight: SIZE.height };
	for (let frame = 0; frame < seconds(look) * FRAMES_PER_SECOND; frame += 1) {
		// A scene goes on to the right for as long as the camera pans.
		const pixels = drawScene(look, SIZE.width, SIZE.height, { grain: 0, moment: frame / 200 });
		const packet = new EncodedPacket(
			vp8FrameOf(await webpOf(pixels)),
			'key',
			frame / FRAMES_PER_SECOND,
			1 / FRAMES_PER_SECOND,
		);
		await track.add(packet, { decoderConfig });
	}
	await output.finalize();
	if (target.buffer === null) throw new Error('The film was not written.');
	return Buffer.from(target.buffer);
}

/** RFC 9649: `RIFF`, size, `WEBP`, then `VP8 `, the size of the frame and the frame. */
function vp8FrameOf(webp: Buffer): Buffer {
	if (webp.toString('latin1', 12, 16) !== 'VP8 ') throw new Error('The frame is not a lossy WebP.');
	return webp.subarray(20, 20 + webp.readUInt32LE(16));
}
