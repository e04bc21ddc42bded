package io.odradek.trainer.training;

/**
 * What one epoch brought. Components are named as in metrics.json.
 *
 * @param epoch number, from 1, counted over continued runs
 * @param trainLoss mean cross entropy over the training images, each as the net was when its batch came
 * @param testLoss mean cross entropy over the test images after the epoch
 * @param testAccuracy share of test images classified rightly after the epoch, 0 to 1
 * @param seconds wall time, evaluation included
 * @param imagesPerSecond training images per second of training, evaluation excluded
 */
public record EpochMetrics(
        int epoch, double trainLoss, double testLoss, double testAccuracy, double seconds, double imagesPerSecond) {}
