"""Run every row of trials.csv, one after another."""

import csv
import subprocess

with open("trials.csv", newline="") as file:
    for trial in csv.DictReader(file):
        flags = [f"{name}={value}" for name, value in trial.items()]
        subprocess.run(["gage", "run", "descend", "--yes", *flags], check=True)
