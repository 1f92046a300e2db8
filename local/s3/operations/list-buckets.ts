import { xmlReply, type Bucket, type Reply } from '../call.ts';
import { element, s3Document } from '../xml.ts';
import { owner } from './list-parameters.ts';

interface BucketList {
	readonly buckets: ReadonlyMap<string, Bucket>;
	readonly region: string;
	/** All of them are as old as the folder that holds them. */
	readonly createdAt: Date;
}

/** ListBuckets: those of the template, in one page. */
export function listBuckets({ buckets, region, createdAt }: BucketList): Reply {
	return xmlReply(
		s3Document('ListAllMyBucketsResult', [
			owner('Owner'),
			element(
				'Buckets',
				[...buckets.keys()]
					.toSorted()
					.map((name) =>
						element('Bucket', [
							element('Name', name),
							element('CreationDate', createdAt),
							element('BucketRegion', region),
						]),
					),
			),
		]),
	);
}
