"""Does with boto3 what the lines of standard input ask for, and answers each with a line of JSON.

{"call": "describe_services", "with": {…}}                     the answer
{"pages": "list_services", "with": {…}, "size": 3}             the answers, page by page
{"wait": "services_stable", "with": {…}, "config": {…}}        {}
Whatever is refused is answered with {"error": {…}}.
"""

import json
import sys

import boto3
import botocore.exceptions

ecs = boto3.client("ecs")


def ask(request):
    arguments = request.get("with", {})
    if "call" in request:
        return getattr(ecs, request["call"])(**arguments)
    if "pages" in request:
        paginator = ecs.get_paginator(request["pages"])
        size = {"PageSize": request["size"]}
        return list(paginator.paginate(PaginationConfig=size, **arguments))
    waiter = ecs.get_waiter(request["wait"])
    waiter.wait(WaiterConfig=request.get("config", {}), **arguments)
    return {}


def refusal(error):
    answer = {"class": type(error).__name__, "message": str(error)}
    if isinstance(error, botocore.exceptions.ClientError):
        answer["code"] = error.response["Error"]["Code"]
        answer["status"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
        answer["requestId"] = error.response["ResponseMetadata"].get("RequestId")
        # The class that a program would catch.
        answer["modelled"] = isinstance(error, getattr(ecs.exceptions, answer["code"], ()))
    if isinstance(error, botocore.exceptions.WaiterError):
        answer["last"] = error.last_response
    return {"error": answer}


for line in sys.stdin:
    try:
        answered = ask(json.loads(line))
    except (botocore.exceptions.ClientError, botocore.exceptions.WaiterError) as error:
        answered = refusal(error)
    print(json.dumps(answered, default=str), flush=True)
