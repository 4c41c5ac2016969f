#!/usr/bin/env bash
# A release with ecs-deploy as its README has it: image and variable of the application's container
# by name, roll back when it failed, one service after the other. The build is ours: it has none.
#
# Environment: as baseline/deploy-ecs.sh, and ECS_DEPLOY, the program.
set -eu

image=$REPOSITORY_URL:$BUILDKITE_COMMIT
aws ecr get-login-password --region "$AWS_REGION" |
  docker login --username AWS --password-stdin "${REPOSITORY_URL%%/*}"
docker build --tag "$REPOSITORY_URL:$ENV" --tag "$image" .
docker push "$REPOSITORY_URL:$ENV"
docker push "$image"

# Its time-out is 5 minutes unless told otherwise, less than ECS needs to give a deployment up.
for service in ${SERVICES_NAMES//,/ }; do
  "${ECS_DEPLOY:-ecs}" deploy "$CLUSTER_NAME" "$service" --image app "$image" \
    --env app DD_VERSION "$BUILDKITE_COMMIT" --timeout 1800 --rollback
done
