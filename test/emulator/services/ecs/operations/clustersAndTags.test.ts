import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeCapacityProvidersCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { rejection } from "../../../_helpers/rejection";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: clusters, tags and capacity providers", () => {
  let aws: TestEmulator;
  beforeEach(async () => {
    aws = await TestEmulator.start();
  });
  afterEach(() => aws.close());

  it("counts a cluster's tasks and services, and reports a missing cluster under failures", async () => {
    await aws.steadyService({ desiredCount: 2 });
    const { clusters, failures } = await aws.ecs.send(
      new DescribeClustersCommand({ clusters: ["main", "none"] }),
    );
    expect(clusters![0]).to.include({
      status: "ACTIVE",
      runningTasksCount: 2,
      pendingTasksCount: 0,
      activeServicesCount: 1,
    });
    expect(failures).to.deep.equal([
      { arn: "arn:aws:ecs:us-east-1:123456789012:cluster/none", reason: "MISSING" },
    ]);
  });

  it("deletes only an empty cluster, and creates it again", async () => {
    await aws.createService();
    const remove = () => aws.ecs.send(new DeleteClusterCommand({ cluster: "main" }));
    expect((await rejection(remove())).name).to.equal("ClusterContainsServicesException");
    await aws.ecs.send(new CreateClusterCommand({ clusterName: "empty" }));
    const { cluster } = await aws.ecs.send(new DeleteClusterCommand({ cluster: "empty" }));
    expect(cluster!.status).to.equal("INACTIVE");
    const { clusterArns } = await aws.ecs.send(new ListClustersCommand({}));
    expect(clusterArns).to.deep.equal(["arn:aws:ecs:us-east-1:123456789012:cluster/main"]);
    const again = await aws.ecs.send(new CreateClusterCommand({ clusterName: "empty" }));
    expect(again.cluster!.status).to.equal("ACTIVE");
  });

  it("tags, lists and untags by ARN", async () => {
    const { serviceArn } = await aws.createService({ tags: [{ key: "a", value: "1" }] });
    const resourceArn = serviceArn!;
    await aws.ecs.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: "a", value: "2" },
          { key: "b", value: "3" },
        ],
      }),
    );
    await aws.ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    const { tags } = await aws.ecs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).to.deep.equal([{ key: "b", value: "3" }]);
    const { services } = await aws.ecs.send(
      new DescribeServicesCommand({ cluster: "main", services: ["web"], include: ["TAGS"] }),
    );
    expect(services![0]!.tags).to.deep.equal(tags);
    const refused = aws.ecs.send(new ListTagsForResourceCommand({ resourceArn: "arn:aws:s3:::x" }));
    expect((await rejection(refused)).name).to.equal("InvalidParameterException");
  });

  it("tags clusters, tasks and task definitions as it tags services", async () => {
    await aws.steadyService();
    const { taskArns } = await aws.ecs.send(new ListTasksCommand({ cluster: "main" }));
    const { taskDefinition } = await aws.describe();
    const arns = [
      "arn:aws:ecs:us-east-1:123456789012:cluster/main",
      taskArns![0]!,
      taskDefinition!,
    ];
    for (const resourceArn of arns) {
      const tags = [{ key: "of", value: resourceArn }];
      await aws.ecs.send(new TagResourceCommand({ resourceArn, tags }));
      const listed = await aws.ecs.send(new ListTagsForResourceCommand({ resourceArn }));
      expect(listed.tags, resourceArn).to.deep.equal(tags);
    }
  });

  it("describes FARGATE and FARGATE_SPOT", async () => {
    const { capacityProviders, failures } = await aws.ecs.send(
      new DescribeCapacityProvidersCommand({ capacityProviders: ["FARGATE", "mine"] }),
    );
    expect(capacityProviders!.map((p) => p.name)).to.deep.equal(["FARGATE"]);
    expect(failures![0]!.reason).to.equal("MISSING");
  });
});
