import csv
import json

warm = 20.0

with open("weather.csv", newline="") as file:
    temperatures = [float(row["temperature"]) for row in csv.DictReader(file)]
warm_days = sum(temperature >= warm for temperature in temperatures)
print(f"{warm_days} of {len(temperatures)} days had {warm} degrees or more")

with open("summary.json", "w") as file:
    json.dump({"metrics": {"warm_days": warm_days, "highest": max(temperatures)}}, file)
