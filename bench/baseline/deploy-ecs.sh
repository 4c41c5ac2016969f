#!/usr/bin/env bash
# What Slipway is measured against: the usual release script over the AWS CLI, docker and jq. Its
# weaknesses are kept on purpose (docs/adopting.md lists them).
#
# Environment: REPOSITORY_URL, ENV, BUILDKITE_COMMIT, SERVICES_NAMES (commas or blanks),
# CLUSTER_NAME, and AWS credentials. Run it in the folder of the Dockerfile.
set -eu

image=$REPOSITORY_URL:$BUILDKITE_COMMIT
region=${AWS_REGION:-us-east-1}

echo "--- login to ${REPOSITORY_URL%%/*}"
aws ecr get-login-password --region "$region" |
  docker login --username AWS --password-stdin "${REPOSITORY_URL%%/*}"

echo "--- build $image"
docker build --tag "$REPOSITORY_URL:$ENV" --tag "$image" .

echo "--- push $ENV and $BUILDKITE_COMMIT"
docker push "$REPOSITORY_URL:$ENV"
docker push "$image"

services=()
for name in ${SERVICES_NAMES//,/ }; do services+=("$name"); done

# The definition that is to be registered: the live one with another image in its first container
# and one more DD_VERSION, without the fields that only a response has.
patch='
  .taskDefinition
  | .containerDefinitions[0].image = $image
  | .containerDefinitions[0].environment += [{name: "DD_VERSION", value: $version}]
  | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities,
        .registeredAt, .registeredBy)'

for service in "${services[@]}"; do
  live=$(aws ecs describe-services --region "$region" --cluster "$CLUSTER_NAME" \
    --services "$service" --query 'services[0].taskDefinition' --output text)
  definition=$(aws ecs describe-task-definition --region "$region" --task-definition "$live" |
    jq --arg image "$image" --arg version "$BUILDKITE_COMMIT" "$patch")
  next=$(aws ecs register-task-definition --region "$region" --cli-input-json "$definition" \
    --query 'taskDefinition.taskDefinitionArn' --output text)
  echo "--- $service: $live -> $next"
  aws ecs update-service --region "$region" --cluster "$CLUSTER_NAME" --service "$service" \
    --task-definition "$next" >/dev/null
done

echo "--- wait until ${services[*]} are stable"
aws ecs wait services-stable --region "$region" --cluster "$CLUSTER_NAME" \
  --services "${services[@]}"
echo "stable"
