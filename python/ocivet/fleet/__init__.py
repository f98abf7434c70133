"""Checks many archives and images on a cluster of Dask, with the extra `ocivet[fleet]`.

    summary = ocivet.fleet.check(["s3://bucket/images/*.tar", "docker://registry.example/team/app:1"], out="results")
"""

from ._reading import dataset
from ._run import Progress, check
from ._summary import Listed, RuleCount, Summary

__all__ = ["Listed", "Progress", "RuleCount", "Summary", "check", "dataset"]
